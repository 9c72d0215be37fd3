sealed trait Step
case class Deploy(application: String, version: Int) extends Step
case object Nothing extends Step

object Program {
  def main(arguments: Array[String]): Unit = {
    val steps: List[Step] = List(Deploy("shop", 3), Nothing)
    lazy val versions = for { case Deploy(_, version) <- steps } yield version * 2
    steps.foreach {
      case Deploy(application, version) if version > 2 => println(s"$application $version")
      case other => println(other)
    }
    println(versions.foldLeft(0)(_ + _))
    try println(steps.head.asInstanceOf[Deploy].copy(version = 4))
    catch { case failure: ClassCastException => println(failure) }
  }
}
